"""The application: its pages, and the server that brings them to the reader.

Streamlit runs this file as a script for every page run; a server imports it as
a module and serves `app`.
"""

import gc

if __name__ != "__main__":
    # What a server loads lasts as long as it does. Searching it again and again while it is loaded took a quarter of
    # the start; `warming.set_aside` turns the collector on once all of it is there.
    gc.disable()

import streamlit as st

from pages.server import lifespan, observing, routes, streamlit_bridge, warming
from pages.shared import registry, shell

if __name__ == "__main__":
    language, indicator = shell.linked_language(), st.query_params.get("indicator", "")
    page = st.navigation(registry.pages(language, indicator), position="hidden")
    with warming.gives_way(), observing.observed(page.url_path):
        page.run()
        shell.foot(page.url_path)
else:
    lifespan.begin_log()
    routes.open_data()
    warming.load()
    streamlit_bridge.prepare()
    app = st.App(__file__, routes=routes.routes(), middleware=routes.middleware(), lifespan=lifespan.serving)
    warming.set_aside()
