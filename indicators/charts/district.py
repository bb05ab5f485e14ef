"""The arrondissements of Casablanca on one indicator, at the dates the censuses have."""

import pandas as pd

from indicators import claims, compare, formats
from indicators.catalogue import Indicator
from indicators.charts.chart import HOME, Chart, Look, behind, measure_line, names, source_text, table
from indicators.figures.districts import district_dots
from indicators.figures.ranking import Mark
from indicators.store import Dataset
from indicators.vocabulary import Level


def districts_of(dataset: Dataset) -> list[str]:
    """Return the arrondissements that lie in Casablanca, through their prefectures."""
    within = {place.id for place in dataset.places.values() if place.parent == HOME}
    return [
        place.id for place in dataset.places.of_level(Level.DISTRICT) if place.parent == HOME or place.parent in within
    ]


def district_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    """Return the dot plot, or None where fewer than three arrondissements have a figure."""
    everything = dataset.of(entry.id)
    rows = everything[everything["place"].isin(districts_of(dataset)) & (everything["perimeter"] == "arrondissement")]
    if rows["place"].nunique() < 3:
        return None
    years = sorted(rows["year"].dropna().unique().tolist())
    first, last = years[0], years[-1]
    wide = rows.assign(place=rows["place"].astype("str")).pivot_table(
        index="place", columns="year", values="value", aggfunc="first"
    )
    wide = wide.dropna(subset=[last]).sort_values(last, ascending=False)
    joined = first != last and not any(first < cut.year <= last for cut in entry.breaks)
    frame = pd.DataFrame({"name": names(dataset, wide.index, look.language), "last": wide[last].to_numpy()})
    frame["first"] = wide[first].to_numpy() if joined else float("nan")
    frame["first_year"], frame["last_year"] = first, last
    for column in ("first", "last"):
        frame[f"{column}_text"] = [formats.number(float(v), entry.digits, look.language) for v in frame[column]]
    frame["hover"] = [
        "<br>".join(
            [
                f"<b>{row.name_}</b>",
                *(
                    look.t("{year}: {value}", year=year, value=value)
                    for year, value in ((last, row.last_text), (first, row.first_text))
                    if value
                ),
            ]
        )
        for row in frame.rename(columns={"name": "name_"}).itertuples()
    ]
    own = everything[
        (everything["place"] == HOME) & (everything["year"] == last) & everything["perimeter"].isin(["municipality"])
    ]
    city = None
    if len(own):
        value = formats.number(float(own["value"].iloc[0]), entry.digits, look.language)
        city = Mark(float(own["value"].iloc[0]), look.t("Casablanca {value}", value=value))
    shown = rows[rows["year"].isin([first, last] if joined else [last])]
    comparison = compare.chart(shown, entry, dataset.places, change=True)
    claim = claims.districts(dataset, entry, [str(place) for place in wide.index], look.language)
    notes = (
        [] if joined or first == last else [look.t("The question changed between the censuses: no change is drawn.")]
    )
    flagged = shown[shown["note"] != ""]
    notes += [
        look.t("{place}, {year}: {note}", place=name, year=int(row["year"]), note=look.t(str(row["note"])))
        for name, (_, row) in zip(names(dataset, flagged["place"], look.language), flagged.iterrows(), strict=True)
        if "doubt" in str(row["note"]).lower()
    ]
    columns, body = table(dataset, entry, rows.sort_values(["year", "value"], ascending=False), look)
    return Chart(
        indicator=entry.id,
        kind="districts",
        title=claim.text,
        subtitle=measure_line(
            entry,
            [
                look.t.plural("{n} arrondissement", "{n} arrondissements", len(frame)),
                f"{first}–{last}" if joined else str(last),
            ],
            look.language,
        ),
        figure=district_dots(frame, city, comparison.verdict, look.colours, look.size, joined),
        alt=claim.alt,
        comparison=comparison,
        notes=tuple(notes),
        source=source_text(dataset, shown, look),
        sources=tuple(dict.fromkeys(shown["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=behind(pd.concat([shown, own.head(1)]), rows),
        claim=claim,
    )
