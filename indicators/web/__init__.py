"""The application around the charts: addresses, search, HTTP layers, who may publish, what is shown now."""
