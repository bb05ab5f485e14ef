"""A page with nothing on it but a word, served as the application is: what Streamlit itself costs."""

import streamlit as st

if __name__ == "__main__":
    st.html("<p>Casablanca</p>")
else:
    app = st.App(__file__)
