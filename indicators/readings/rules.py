"""What can be wrong with raw readings, each with a count: what a rule took or left out is always stated."""

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_, Counted

UNREADABLE_TIME = Rule(
    "reading_time", Severity.ERROR,
    Counted(
        "the time of {n} reading cannot be read, such as {value}.",
        "the time of {n} readings cannot be read, such as {value}.",
    ),
    N_("Write times as 2024-08-05 14:00:00, with an offset such as +01:00 where they are not local."),
)  # fmt: skip

UNREADABLE_QUANTITY = Rule(
    "reading_quantity", Severity.ERROR,
    Counted(
        "the quantity of {n} reading is not a number, such as {value}.",
        "the quantity of {n} readings is not a number, such as {value}.",
    ),
    N_("Write digits with one decimal mark."),
)  # fmt: skip

UNKNOWN_READING_UNIT = Rule(
    "reading_unit", Severity.ERROR,
    Counted(
        "{n} reading is in {value}, which is not a unit of {base}.",
        "{n} readings are in {value}, which is not a unit of {base}.",
    ),
    N_("Correct the unit, or describe these readings in a file of their own."),
)  # fmt: skip

UNKNOWN_METER = Rule(
    "meter_unknown", Severity.ERROR,
    Counted(
        "{n} reading is of meters ({meters}) that the table of meters does not hold, such as {value}.",
        "{n} readings are of meters ({meters}) that the table of meters does not hold, such as {value}.",
    ),
    N_("Add the meters with their places."),
)  # fmt: skip

METER_TWICE = Rule(
    "meter_twice", Severity.ERROR, N_("the meter {value} stands in two places, {places}: its readings are left out."),
    N_("Give it one place."),
)  # fmt: skip

METERS_UNCLEAR = Rule(
    "meters_unclear", Severity.ERROR,
    N_("the table of meters has {n} meters in known places, and it is not said whose the readings are."),
    N_("Name the column of the meter; without one the table must have exactly one meter."),
)  # fmt: skip

METER_PLACE = Rule(
    "meter_place", Severity.ERROR, N_("{value} is not a place{suggestion}."),
    N_("Write the id of a place (python -m indicators places)."),
)  # fmt: skip

REPEATED_READINGS = Rule(
    "readings_repeated", Severity.WARNING,
    Counted(
        "{n} reading is there once more, the same: it counts once.",
        "{n} readings are there once more, the same: each counts once.",
    ),
    N_("Nothing to do, unless a file was given twice."),
)  # fmt: skip

CONTRADICTING_READINGS = Rule(
    "readings_contradicting", Severity.ERROR,
    Counted(
        "{n} reading says otherwise than another of the same meter and moment.",
        "{n} readings say otherwise than another of the same meter and moment.",
    ),
    N_("Where receipt is stated the last one received stands, else none: correct them, or state receipt."),
)  # fmt: skip

RESET_COUNTERS = Rule(
    "counters_reset", Severity.WARNING,
    Counted(
        "{n} time a counter fell: what flowed up to then is not known and left out.",
        "{n} times a counter fell: what flowed up to then is not known and left out.",
    ),
    N_("Name the value at which counters begin again (rollover) if that is why."),
)  # fmt: skip

ROLLED_COUNTERS = Rule(
    "counters_rolled", Severity.WARNING,
    Counted(
        "{n} time a counter began again at zero: {value} was added.",
        "{n} times a counter began again at zero: {value} was added.",
    ),
    N_("Nothing to do, if counters of this make do so."),
)  # fmt: skip

NEGATIVE_FLOWS = Rule(
    "flows_negative",
    Severity.ERROR,
    Counted("{n} reading is negative and left out.", "{n} readings are negative and left out."),
    N_("Say kind = \"counter\" if the column holds the state of a counter."),
)  # fmt: skip

FLOWS_TOO_GREAT = Rule(
    "flows_too_great", Severity.ERROR,
    Counted(
        "{n} flow is greater than {value} an hour and left out.",
        "{n} flows are greater than {value} an hour and left out.",
    ),
    N_("Correct the readings, or the limit (most_per_hour)."),
)  # fmt: skip

LEVELS_TOO_LOW = Rule(
    "levels_too_low", Severity.ERROR,
    Counted("{n} level is below {value} and left out.", "{n} levels are below {value} and left out."),
    N_("Correct the readings, or the limit (lowest)."),
)  # fmt: skip

LEVELS_TOO_HIGH = Rule(
    "levels_too_high", Severity.ERROR,
    Counted("{n} level is above {value} and left out.", "{n} levels are above {value} and left out."),
    N_("Correct the readings, or the limit (highest)."),
)  # fmt: skip

LEVELS_TOGETHER = Rule(
    "levels_together", Severity.ERROR,
    N_("{n} loggers stand in {value}: heights above different points are not averaged, and its levels are left out."),
    N_("Give each logger a place of its own, or bring the readings of one."),
)  # fmt: skip

GAPS_FOUND = Rule(
    "readings_gaps", Severity.WARNING,
    Counted(
        "{n} gap; hours of meters without a reading: {hours}.", "{n} gaps; hours of meters without a reading: {hours}."
    ),
    N_("What flowed in a counter's gap counts in its month and year, in no hour, day or night."),
)  # fmt: skip

LATE_READINGS = Rule(
    "readings_late", Severity.WARNING,
    Counted(
        "{n} reading came in more than {hours} hours after its moment.",
        "{n} readings came in more than {hours} hours after their moment.",
    ),
    N_("They count as any other; run again when no more are to come."),
)  # fmt: skip

NOTHING_READ = Rule(
    "readings_none", Severity.ERROR,
    Counted("{n} row, and it is no reading that can be used.", "of {n} rows none is a reading that can be used."),
    N_("Correct what is said above."),
)  # fmt: skip

OTHER_COLUMNS = Rule(
    "readings_columns", Severity.ERROR, N_("column {column} holds {found}, in {other} it holds {expected}."),
    N_("Give files of one shape together, others by a call of their own."),
)  # fmt: skip

TOO_COARSE = Rule(
    "readings_coarse", Severity.WARNING, N_("with a reading each {n} minutes nothing can be said of hours and nights."),
    N_("Bring readings of an hour or less for that."),
)  # fmt: skip

YEAR_INCOMPLETE = Rule(
    "readings_year", Severity.WARNING,
    Counted(
        "{place}, {year}: {days} complete day is too little for a figure of the year.",
        "{place}, {year}: {days} complete days are too few for a figure of the year.",
        by="days",
    ),
    N_("Nine days in ten are needed; bring the rest of the year."),
)  # fmt: skip

PERSONS_MISSING = Rule(
    "readings_persons", Severity.ERROR,
    N_("no figure per person: the table of meters does not say how many persons the meters of {value} serve."),
    N_("Name its column of persons in the description, and fill it for each meter."),
)  # fmt: skip
