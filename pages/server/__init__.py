"""The server beside Streamlit: its own routes, and what it does while it runs."""
