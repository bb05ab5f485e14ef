"""The addresses of the API: one table that routes, reads, answers and describes them, so that none can differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indicators.language.translator import N_
from indicators.open import claim_list, dataset_rows, district_layer, gap_lists, judgements, reference_lists
from indicators.open import release_lists as release
from indicators.open.earlier import FiguresOf
from indicators.open.fields import OBSERVATION_FIELDS, Field
from indicators.open.listings import PAGING, Listing
from indicators.open.parameters import LANGUAGE, VERSION, Parameter, Query
from indicators.store.dataset import Dataset

ROOT = "/api/v1"


@dataclass(frozen=True)
class Endpoint:
    """One address of the API.

    `listing` makes its rows, `layer` its GeoJSON instead; `refuses` says that it answers 422 where something may not
    be stated, `versioned` that it reads earlier data versions.
    """

    name: str
    summary: str
    description: str
    parameters: Sequence[Parameter]
    fields: Sequence[Field] = ()
    listing: Callable[[Dataset, Query], Listing] | None = None
    layer: Callable[[Dataset, Query], bytes] | None = None
    refuses: bool = False
    versioned: bool = False

    @property
    def path(self) -> str:
        """Its path."""
        return f"{ROOT}/{self.name}"

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """Its own parameters, then those of every list."""
        return (
            *self.parameters,
            *([VERSION] if self.versioned else []),
            *(PAGING if self.listing else ()),
            LANGUAGE,
        )


ENDPOINTS = (
    Endpoint(
        "indicators",
        N_("The catalogue"),
        "Every indicator with its definition, unit, SDG target, caveats and how many figures are held of it.",
        reference_lists.OF_INDICATORS,
        reference_lists.INDICATOR_FIELDS,
        reference_lists.indicators,
    ),
    Endpoint(
        "places",
        N_("The places"),
        "Cities, countries, regions, districts and facilities with three names, position and level.",
        (*reference_lists.OF_PLACES, reference_lists.PEERS),
        reference_lists.PLACE_FIELDS,
        reference_lists.places,
    ),
    Endpoint(
        "sources",
        N_("The sources"),
        "Every publication release with its link, licence and credit, and whether its figures may be handed on.",
        (reference_lists.SOURCE,),
        reference_lists.SOURCE_FIELDS,
        reference_lists.sources,
    ),
    Endpoint(
        "observations",
        N_("The figures"),
        "Published figures, each with its verdict against the home city’s, perimeter, method, source and licence. "
        "Figures whose licence forbids handing them on are left out and counted in meta.left_out. With version= those "
        "of an earlier release.",
        dataset_rows.OBSERVATION_PARAMETERS,
        OBSERVATION_FIELDS,
        dataset_rows.observations,
        versioned=True,
    ),
    Endpoint(
        "rankings",
        N_("Ranks of places"),
        "The rank of each place with its band among those that may be ranked. A place that may not has none, with the "
        "reason. Where no place may be ranked, or not the place asked about, the answer is 422.",
        judgements.RANKING_PARAMETERS,
        judgements.RANK_FIELDS,
        judgements.rankings,
        refuses=True,
    ),
    Endpoint(
        "comparisons",
        N_("One place beside others"),
        "The figures of two places side by side with the verdict and their difference. A pair that may not be compared "
        "is refused in meta.refused with its reason; where none may, the answer is 422.",
        judgements.COMPARISON_PARAMETERS,
        judgements.COMPARISON_FIELDS,
        judgements.comparisons,
        refuses=True,
    ),
    Endpoint(
        "claims",
        N_("What charts say"),
        "The sentence of each chart of an indicator in every language, with its verdict and sources. A rank that may "
        "not be claimed is refused with 422.",
        claim_list.PARAMETERS,
        claim_list.FIELDS,
        claim_list.claims,
        refuses=True,
    ),
    Endpoint(
        "availability",
        N_("What is held and what is not"),
        "For each indicator and place whether a figure is held, of which years, and whether it compares. What is not "
        "held is said, and nothing stands in its place.",
        gap_lists.AVAILABILITY_PARAMETERS,
        gap_lists.AVAILABILITY_FIELDS,
        gap_lists.available,
    ),
    Endpoint(
        "disagreements",
        N_("Where sources differ"),
        "The newest case for each place of two sources that give one year and perimeter different values.",
        gap_lists.DISAGREEMENT_PARAMETERS,
        gap_lists.DISAGREEMENT_FIELDS,
        gap_lists.disagreeing,
    ),
    Endpoint(
        "pledges",
        N_("What places announced"),
        "Pledges on emissions in their sources' words; nothing is computed or ranked of them.",
        (reference_lists.PLACE, reference_lists.SOURCE, reference_lists.PLEDGE_KIND),
        reference_lists.PLEDGE_FIELDS,
        reference_lists.pledges,
    ),
    Endpoint(
        "releases",
        N_("Releases of the data"),
        "Every release with its day, its note and how many values it added, changed and removed.",
        (),
        release.RELEASE_FIELDS,
        release.released,
    ),
    Endpoint(
        "changes",
        N_("What releases changed"),
        "Every value that a release added, changed or removed, since the first.",
        release.CHANGE_PARAMETERS,
        release.CHANGE_FIELDS,
        release.changes,
    ),
    Endpoint(
        "districts",
        N_("The parts of a city on a map"),
        "Outlines of districts or prefectures as GeoJSON with the figures of one year and the verdict on them side by "
        "side.",
        district_layer.PARAMETERS,
        layer=district_layer.districts_geojson,
        refuses=True,
    ),
)

BY_PATH = {endpoint.path: endpoint for endpoint in ENDPOINTS}


def listing_of(endpoint: Endpoint, figures: FiguresOf, query: Query) -> Listing:
    """Return the rows of an endpoint, with what a reader of an earlier release has to know."""
    assert endpoint.listing is not None
    listing = endpoint.listing(figures.dataset, query)
    caution = figures.caution(query.language)
    return Listing(
        listing.fields,
        listing.table,
        listing.positions,
        listing.version,
        {**listing.meta, **({"caution": caution} if caution else {})},
    )
