"""Languages of the screen: gettext catalogues and their translator."""
