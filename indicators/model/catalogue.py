"""The catalogue: what each indicator means, one TOML entry per indicator."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Generic, Literal, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.bidi import neutral, signs_kept
from indicators.language.locales import right_to_left
from indicators.language.translator import N_
from indicators.model.rules import DUPLICATE_ENTRY, MISSING_FILE, read_toml_record
from indicators.model.vocabulary import Direction, Measure, Method, Perimeter, Role, Scale, SdgKind, Theme

ENTRY_ID_DIFFERS = Rule(
    "entry_id_differs", Severity.ERROR, N_("the id {value} is not the file's name."), N_("Make the two the same.")
)


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
CentreColumn = Literal["built_up_km2", "population"]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(neutral)]


class Model(BaseModel):
    """A record of the catalogue: closed (an unknown key is an error) and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Identified(Protocol):
    """What has an id of its own among others of its kind."""

    @property
    def id(self) -> str:
        """The id."""


R = TypeVar("R", bound=Identified)


class Records(Mapping[str, R], Generic[R]):
    """Records by id, in the order given; of two with one id the later counts."""

    def __init__(self, records: Iterable[R]) -> None:
        self._records = {record.id: record for record in records}

    def __getitem__(self, key: str) -> R:
        return self._records[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


class Names(Model):
    """One text in the three languages."""

    en: Text
    fr: Text
    ar: Text

    def get(self, language: str) -> str:
        """Return the text in `language`, English where the language is unknown."""
        text: str = getattr(self, language, self.en)
        return signs_kept(text) if right_to_left(language) else text


class Range(Model):
    """The values an indicator can take, in its unit; an open end is left out."""

    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Range":
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError(f"range: min {self.min} is not below max {self.max}")
        return self


class SdgLink(Model):
    """The SDG target an indicator speaks to, and how strongly."""

    target: Annotated[str, StringConstraints(pattern=r"^\d{1,2}\.(\d{1,2}|[a-d])$")]
    kind: SdgKind
    indicator: Annotated[str, StringConstraints(pattern=r"^\d{1,2}\.(\d{1,2}|[a-d])\.\d{1,2}$")] | None = None


class PrintedJudgement(Model):
    """What the publication of thresholds itself prints of a place: its colour and, where it gives one, its trend."""

    place: Identifier
    status: Literal["green", "yellow", "orange", "red"]
    trend: Literal["up", "up-right", "right", "down"] | None = None


class Thresholds(Model):
    """A published green and red threshold with its bounds and its edition.

    Only publications set these; where none does the indicator has no status.
    `scale` says whom the publication judges (countries or cities); `only_for` names the group of
    countries it is set for, where it is not set for all: nobody is judged by it here. `printed` is what
    the edition itself says, which newer figures may differ from.
    """

    source: Identifier
    edition: Text
    scale: Scale
    only_for: Names | None = None
    printed: tuple[PrintedJudgement, ...] = ()
    green: float
    red: float
    lower: float
    optimum: float


class ReferenceMark(Model):
    """A published reference value drawn as a labelled line, never a pass or fail.

    `by` is the year for which an objective was set; what is no objective has none.
    """

    value: float
    label: Names
    source: Identifier
    by: int | None = None


class Caution(Model):
    """Why figures of different places may not be compared as freely as the rules alone would say."""

    verdict: Literal["with care", "not comparable"]
    reason: Names


class Break(Model):
    """A series break: values before `year` and from `year` on are not one line."""

    year: int
    reason: Names
    place: Identifier | None = None


class FieldLink(Model):
    """Where a publisher's format holds this indicator, and how to read it.

    `factor` turns the publisher's unit into the indicator's unit. `perimeter`
    and `method` are those of every value of the field; values of years later
    than `projected_after` are the publisher's projections, which its file does not say.
    """

    format: Identifier
    field: Text
    factor: float = 1.0
    perimeter: Perimeter | None = None
    method: Method | None = None
    projected_after: int | None = None


class PlaceText(Names):
    """A text on the figures of one place, and of no other."""

    place: Identifier


class Superlatives(Model):
    """How a sentence says that a place has the most or the least: "the highest share of basic or slum dwellings"."""

    highest: Names
    lowest: Names


class CentreQuantity(Model):
    """How the table of urban centres gives an indicator: `column` times `factor`, divided by `per`."""

    column: CentreColumn
    per: CentreColumn
    factor: float = 1.0


class Indicator(Model):
    """One catalogue entry.

    `unit` is a unit of :mod:`pint`; `unit_names` is what a reader sees. `digits` is how many decimals the source can
    bear. `order` sorts a theme page; an entry with `headline` is on the overview. `rankable` is false for figures whose
    definitions differ between publications; `noisy` says that the city's changes are within what the method cannot
    distinguish, so that no sentence tells one. `sample` is the share of its `whole` that was asked, where not all were:
    the sampling error follows from it; figures nearer each other than `tie`, in its unit, share a rank. `peers` is the
    peer set that its charts open with.
    `comparability` is a caution beyond the rules. `period` is how many years a figure covers, up to its year.
    `territory` names what a place's figures cover where no perimeter of the vocabulary does. `family` groups the
    shares of one whole (modal split). `stand_in` names the national indicator shown, marked, where a city has no
    figure. `former_names` are those it had before, which files may still use. `absence` says in words why no figure of
    a place is held, `held_by` which office of a place would hold one, where a source lets that be stated. `roles` are
    what the product uses its figures for, besides showing them; `urban_centres` how each urban centre of the world has
    one.
    """

    id: Identifier
    theme: Theme
    scale: Scale
    measure: Measure
    unit: Text
    unit_names: Names
    digits: Annotated[int, Field(ge=0, le=6)] = 1
    direction: Direction
    range: Range = Range()
    names: Names
    definition: Names
    superlatives: Superlatives | None = None
    sdg: SdgLink
    order: int = 100
    roles: tuple[Role, ...] = ()
    headline: bool = False
    undated: bool = False
    rankable: bool = True
    noisy: bool = False
    comparability: Caution | None = None
    period: Annotated[int, Field(ge=1)] = 1
    territory: PlaceText | None = None
    family: Identifier | None = None
    one_series: tuple[Identifier, ...] = ()
    stand_in: Identifier | None = None
    whole: Identifier | None = None
    sample: Annotated[float, Field(gt=0, lt=1)] | None = None
    tie: Annotated[float, Field(gt=0)] | None = None
    peers: Identifier | None = None
    derived: Names | None = None
    interval: Names | None = None
    absence: PlaceText | None = None
    held_by: PlaceText | None = None
    keywords: tuple[Text, ...] = ()
    former_names: tuple[Text, ...] = ()
    caveats: tuple[Names, ...] = ()
    breaks: tuple[Break, ...] = ()
    thresholds: Thresholds | None = None
    marks: tuple[ReferenceMark, ...] = ()
    fields: tuple[FieldLink, ...] = ()
    urban_centres: CentreQuantity | None = None

    @model_validator(mode="after")
    def _coherent(self) -> "Indicator":
        limits = self.thresholds
        if limits is not None:
            better_is_lower = self.direction is Direction.LOWER
            if limits.green == limits.red:
                raise ValueError(f"thresholds: green equals red ({limits.green:g}); one of them is wrong")
            if self.direction is Direction.NONE:
                raise ValueError("thresholds: given, but direction is none; say which way is better")
            if (limits.green < limits.red) != better_is_lower:
                raise ValueError(
                    f"thresholds: green {limits.green:g} is worse than red {limits.red:g} "
                    f"for direction {self.direction}"
                )
            if limits.lower == limits.optimum:
                raise ValueError(f"thresholds: lower equals optimum ({limits.lower:g})")
            from_worst = (limits.lower, limits.red, limits.green, limits.optimum)
            if list(from_worst) != sorted(from_worst, reverse=better_is_lower):
                raise ValueError(
                    f"thresholds: lower {limits.lower:g}, red {limits.red:g}, green {limits.green:g} and optimum "
                    f"{limits.optimum:g} do not run from worst to best for direction {self.direction}"
                )
        return self


class Catalogue(Records[Indicator]):
    """The indicators by id, in the order of theme, scale, order and id."""

    def __init__(self, entries: Iterable[Indicator]) -> None:
        themes, scales = list(Theme), list(Scale)
        super().__init__(sorted(entries, key=lambda e: (themes.index(e.theme), scales.index(e.scale), e.order, e.id)))

    def of_theme(self, theme: str) -> list[Indicator]:
        """Return the entries of one theme, in catalogue order."""
        return [entry for entry in self.values() if entry.theme == theme]

    def of_role(self, role: Role) -> list[Indicator]:
        """Return the entries that have a role, in catalogue order."""
        return [entry for entry in self.values() if role in entry.roles]


def read_catalogue(folder: Path) -> tuple[Catalogue, list[Finding]]:
    """Read every entry below `folder`; return the catalogue and all findings."""
    entries: dict[str, Indicator] = {}
    findings: list[Finding] = []
    paths = sorted(folder.rglob("*.toml"))
    if not paths:
        findings.append(Finding(MISSING_FILE, file=str(folder / "*.toml")))
    for path in paths:
        entry, problems = read_toml_record(path, Indicator)
        findings += problems
        if entry is None:
            continue
        if entry.id != path.stem:
            findings.append(Finding(ENTRY_ID_DIFFERS, file=str(path), column="id", value=entry.id))
        elif entry.id in entries:
            findings.append(Finding(DUPLICATE_ENTRY, file=str(path), column="id", value=entry.id))
        else:
            entries[entry.id] = entry
    return Catalogue(entries.values()), findings
