"""Urban indicators of Casablanca and its peer cities, mapped to the SDG targets.

Data flows one way: loaders, checks, store, then derive, sdg and compare, then
claims and figures. Nothing in this package imports Streamlit.
"""
