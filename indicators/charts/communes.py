"""The home city among all communes of its country, for the indicators that the table of communes has."""

from collections.abc import Iterable
from dataclasses import replace

from indicators.analysis import derive
from indicators.analysis.standing import compared
from indicators.analysis.verdicts import Comparison
from indicators.charts.chart import Chart, Look, Subject, measure_line
from indicators.charts.table import table
from indicators.charts.world_distribution import marked_places
from indicators.claims import counts, sentences
from indicators.claims.counts import Counts
from indicators.figures.distribution import CountedAxis, distribution
from indicators.model.backgrounds import among
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Measure, Perimeter
from indicators.store.dataset import Dataset
from indicators.text import formatting


def commune_chart(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look) -> Chart | None:
    """Return the distribution over all communes, or None where they or the home city have no figure.

    Counts of people and households follow a commune's size and are not set among them.
    """
    if entry.measure is Measure.TOTAL:
        return None
    observed = dataset.of(entry.id)
    rows = derive.latest(observed[observed["perimeter"] == Perimeter.MUNICIPALITY], compared(dataset, entry, cities))
    home_rows = rows[rows["place"] == dataset.home.city]
    if home_rows.empty or entry.id not in dataset.communes:
        return None
    value, t = float(home_rows["value"].iloc[0]), look.of_home(dataset)
    standing = among(dataset.communes, entry.id, value, entry.tie)
    if standing is None:
        return None
    year = formatting.year(home_rows["year"].iloc[0], look.language)
    others = t("other communes of the country")
    lies = Counts(standing.more, standing.level, standing.less)
    claim = sentences.value_of(home_rows.iloc[0], entry, dataset.places, look.language)
    sentence = counts.among(claim.text, lies, others, t("communes of the country"), look.language)
    count = t("{n} {places}", n=formatting.number(standing.of, 0, look.language), places=others)
    claim = replace(
        claim,
        kind="among",
        text=sentence,
        places=(dataset.home.city,),
        parts={"value": value, **lies._asdict()},
        standing=formatting.tidy(counts.counted(lies, count, look.language), look.language),
    )
    claim = sentences.sentence_of(claim, look.language)
    marked = marked_places(dataset, entry, rows, look)
    comparison = Comparison.of(())
    return Chart.of(
        Subject(dataset, entry.id, "communes", look),
        claim,
        rows,
        comparison,
        table(dataset, entry, rows.sort_values("value", ascending=False), look),
        subtitle=". ".join(
            (
                measure_line(entry, [year], look.language),
                claim.standing,
                t("Each column counts communes; small strokes mark the cities compared"),
            )
        ),
        figure=distribution(
            dataset.communes[entry.id].dropna().to_numpy("float64"),
            marked,
            CountedAxis(entry.unit_names.get(look.language)),
            *look.drawn(comparison.verdict),
        ),
        alt=claim.text,
        notes=(t("All communes of the country with a figure in its census of {year}, large and small.", year=year),),
    )
