"""The district map as one would first write it in Streamlit: read and projected once, drawn on every run.

The baseline of bench_maps.py: the same sixteen outlines, coloured by the same figures, one of them selected
by a button or by the address.
"""

import geopandas as gpd
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from indicators.store.dataset import DATA_FOLDER


@st.cache_data
def outlines() -> gpd.GeoDataFrame:
    """Return the outlines in metres, with the share of households on the public sewer in 2024."""
    shapes = gpd.read_file(DATA_FOLDER / "boundaries" / "casablanca_arrondissements.geojson").set_index("id")
    rows = pd.read_csv(DATA_FOLDER / "observations" / "water" / "public_sewer.csv")
    rows = rows[(rows["year"] == 2024) & rows["place"].isin(shapes.index)].set_index("place")
    return shapes.to_crs("EPSG:32629").assign(value=rows["value"])


def draw() -> None:
    """Draw the map with the buttons that select a district."""
    shapes = outlines()
    for place in shapes.index:
        if st.button(str(place), key=str(place)):
            st.session_state["selected"] = str(place)
    selected = st.session_state.get("selected") or st.query_params.get("district", "")
    figure = go.Figure()
    low, high = shapes["value"].min(), shapes["value"].max()
    for place, row in shapes.iterrows():
        ring = row.geometry.exterior if row.geometry.geom_type == "Polygon" else row.geometry.geoms[0].exterior
        x, y = (list(axis) for axis in ring.xy)
        shade = int(230 - 180 * (row["value"] - low) / (high - low))
        line = {"color": "red" if place == selected else "white", "width": 3 if place == selected else 1}
        figure.add_scatter(
            x=x, y=y, fill="toself", fillcolor=f"rgb({shade},{shade},255)", line=line, mode="lines", name=str(place)
        )
    figure.update_yaxes(scaleanchor="x")
    st.plotly_chart(figure, key="map")


if __name__ == "__main__":
    draw()
else:
    app = st.App(__file__)
