"""The application: its pages, and the server that brings them to the reader.

Streamlit runs this file as a script for every page run; a server imports it as
a module and serves `app`.
"""

import streamlit as st

from pages.parts import lifespan, registry, server, shell

if __name__ == "__main__":
    st.navigation(registry.pages(shell.linked_language()), position="hidden").run()
else:
    server.open_data()
    app = st.App(__file__, routes=server.routes(), middleware=server.middleware(), lifespan=lifespan.serving)
