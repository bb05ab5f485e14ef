"""The application: its pages, and the server that brings them to the reader.

Streamlit runs this file as a script for every page run; a server imports it as
a module and serves `app`.
"""

import streamlit as st

from pages.server import failure_log, lifespan, routes, streamlit_bridge
from pages.shared import registry, shell

if __name__ == "__main__":
    page = st.navigation(registry.pages(shell.linked_language()), position="hidden")
    with failure_log.logged(page.url_path):
        page.run()
else:
    routes.open_data()
    streamlit_bridge.prepare()
    app = st.App(__file__, routes=routes.routes(), middleware=routes.middleware(), lifespan=lifespan.serving)
