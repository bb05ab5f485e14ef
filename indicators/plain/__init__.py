"""Plain pages: a chart, a slide, a session as HTML and JSON that a browser reads without a Streamlit session."""
