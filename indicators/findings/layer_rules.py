"""The rules of a layer: what a file of outlines or points says wrong, leaves open, or was read as."""

from indicators.language.translator import N_

_E, _W = "error", "warning"

LAYERS: dict[str, tuple[str, str, str]] = {
    "shapefile_parts": (
        _E,
        N_("the shapefile lacks its part {value}."),
        N_("Put the .shp, .shx, .dbf and .prj files of one name into one zip file."),
    ),
    "shapefile_index": (
        _W, N_("the shapefile lacks its index (.shx); it was made anew."), N_("Compare one shape with its publication.")
    ),
    "layer_chosen": (
        _W, N_("the file holds several layers ({found}); {value} was read."), N_("Name another one as the sheet.")
    ),
    "no_shapes": (
        _E, N_("no feature is an area or a point."), N_("Export the outlines as polygons, or the stations as points.")
    ),
    "feature_mixed": (
        _W, N_("{value} is no area but a {found}."), N_("It is left out: keep one kind of shape in a layer.")
    ),
    "feature_trimmed": (
        _W, N_("{value} holds lines or points besides its area."), N_("The area is kept and the rest left out.")
    ),
    "feature_tangled": (
        _E, N_("the outline of {value} crosses itself too often to be repaired."), N_("Draw it anew.")
    ),
    "crs_missing": (
        _E,
        N_("the file does not say its coordinate system{suggestion}."),
        N_("Add the .prj file, or name the system in a mapping: crs under [layer]."),
    ),
    "crs_assumed": (
        _W,
        N_("the file does not say its coordinate system; its numbers were read as longitude and latitude (WGS 84)."),
        N_("Add the .prj file, or name the system in a mapping: crs under [layer]."),
    ),
    "crs_wrong": (
        _E,
        N_("the coordinates do not fit the coordinate system {value}{suggestion}."),
        N_("Name the right system in a mapping: crs under [layer]."),
    ),
    "crs_unknown": (
        _E, N_("the coordinate system {value} is not known."), N_("Write its code, such as EPSG:26191.")
    ),
    "coordinates_swapped": (
        _E,
        N_("longitude and latitude look exchanged: read the other way round, {value} lies in {place}."),
        N_("Exchange them in the file, or say swapped = true under [layer] in a mapping."),
    ),
    "coordinates_exchanged": (
        _W, N_("longitude and latitude were exchanged, as the mapping says."), N_("Look at the map once.")
    ),
    "layer_elsewhere": (
        _E,
        N_("the layer does not lie in {place}: its middle is {found} km away."),
        N_("Check the coordinate system, and which city the mapping names."),
    ),
    "feature_elsewhere": (
        _E,
        N_("{value} does not lie in {place}: it is {found} km away."),
        N_("Check its coordinates, or take the feature out."),
    ),
    "city_needed": (
        _E,
        N_("the file does not say which city it is about."),
        N_("Name the city in a mapping: city under [layer], and country if it is new."),
    ),
    "city_taken": (
        _W, N_("the features lie in {place} and were read as its parts."), N_("Name another city in a mapping.")
    ),
    "city_new": (
        _W,
        N_("{value} is not a known place: it becomes a new city."),
        N_("Correct the name if it is a known one; accepting the file adds it."),
    ),
    "names_known": (
        _W,
        N_("{column} was read as the names: {count} of {total} are known places."),
        N_("Name another column in a mapping: place under [columns]."),
    ),
    "names_new": (
        _W,
        N_("{column} was read as the names: its text differs from feature to feature."),
        N_("Name another column in a mapping: place under [columns]."),
    ),
    "names_needed": (
        _E,
        N_("no column names the features; found {found}."),
        N_("Name the column in a mapping: place under [columns]."),
    ),
    "names_twice": (
        _E,
        N_("{count} features are called {value}."),
        N_("Join the parts of one place into one feature, or name them apart."),
    ),
    "name_blank": (_E, N_("the feature has no name."), N_("Name it: an outline of nothing is not shown.")),
    "values_read": (
        _W, N_("{column} was read as figures of {value}."), N_("Name another indicator in a mapping: [indicators].")
    ),
    "values_unread": (
        _W,
        N_("{column} holds numbers that were not read as figures{suggestion}."),
        N_("Name its indicator in a mapping, under [indicators]."),
    ),
    "place_offered": (
        _W,
        N_("{value} is not a known place: it becomes a new part of {place}."),
        N_("Correct the name if it is a known one; accepting the file adds it."),
    ),
    "places_wait": (
        _E,
        N_("the file brings new places ({count}), which a person has to accept."),
        N_("Look at them on the data page, or add the file on the command line."),
    ),
    "outline_differs": (
        _W,
        N_("the outline of {value} shares {read} % of its ground with the one shown here."),
        N_("Check that the figures are of the same territory; the outline shown stays."),
    ),
    "point_outside": (
        _W, N_("the point {value} lies in no part of the city that is known here."), N_("It is left out.")
    ),
    "points_joined": (
        _W,
        N_("points were joined to the part of the city they lie in and made into one figure each: {value}."),
        N_("The note of each figure says the rule and the number of points."),
    ),
    "rule_needed": (
        _E,
        N_("several points of one part of the city need a rule: {allowed}."),
        N_("Say it in a mapping: rule under [layer]."),
    ),
    "no_parts": (
        _E,
        N_("no outlines are here of parts of the city around the points."),
        N_("Add the outlines of its parts first."),
    ),
}  # fmt: skip
