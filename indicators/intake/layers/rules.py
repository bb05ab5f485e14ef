"""The rules of a layer: what a file of outlines or points says wrong, leaves open, or was read as."""

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_

SHAPEFILE_PARTS = Rule(
    "shapefile_parts", Severity.ERROR, N_("the shapefile lacks its part {value}."),
    N_("Put the .shp, .shx, .dbf and .prj files of one name into one zip file."),
)  # fmt: skip

SHAPEFILE_INDEX = Rule(
    "shapefile_index", Severity.WARNING, N_("the shapefile lacks its index (.shx); it was made anew."),
    N_("Compare one shape with its publication."), reading=True,
)  # fmt: skip

LAYER_CHOSEN = Rule(
    "layer_chosen", Severity.WARNING, N_("the file holds several layers ({found}); {value} was read."),
    N_("Name another one as the sheet."), reading=True,
)  # fmt: skip

NOT_GEOJSON = Rule(
    "not_geojson", Severity.ERROR, N_("the file is called a map, but holds no GeoJSON; it begins with {found}."),
    N_("Export the layer as GeoJSON, as a GeoPackage or as a shapefile."),
)  # fmt: skip

TOPOJSON = Rule(
    "topojson", Severity.ERROR, N_("the file is TopoJSON, which is not read here."),
    N_("Open it in a map program such as QGIS and save it as GeoJSON."),
)  # fmt: skip

MAP_SCRIPT = Rule(
    "map_script", Severity.ERROR, N_("the file is a script of a web map with a layer inside."),
    N_("Save the layer itself as GeoJSON: the script without what stands before its first brace."),
)  # fmt: skip

NO_SHAPES = Rule(
    "no_shapes", Severity.ERROR, N_("no feature is an area or a point."),
    N_("Export the outlines as polygons, or the stations as points."),
)  # fmt: skip

FEATURE_MIXED = Rule(
    "feature_mixed", Severity.WARNING, N_("{value} is no area but a {found}."),
    N_("It is left out: keep one kind of shape in a layer."),
    words=("found",),
)  # fmt: skip

FEATURE_TRIMMED = Rule(
    "feature_trimmed", Severity.WARNING, N_("{value} holds lines or points besides its area."),
    N_("The area is kept and the rest left out."),
)  # fmt: skip

FEATURE_TANGLED = Rule(
    "feature_tangled", Severity.ERROR, N_("the outline of {value} crosses itself too often to be repaired."),
    N_("Draw it anew."),
)  # fmt: skip

AREAS_OVERLAP = Rule(
    "areas_overlap", Severity.ERROR, N_("the areas lie over each other too often for a map of the parts of a city."),
    N_("Bring one layer of areas that lie side by side, such as the districts alone."),
)  # fmt: skip

CRS_MISSING = Rule(
    "crs_missing", Severity.ERROR, N_("the file does not say its coordinate system{suggestion}."),
    N_("Add the .prj file, or name the system in a mapping: crs under [layer]."),
)  # fmt: skip

CRS_ASSUMED = Rule(
    "crs_assumed", Severity.WARNING,
    N_("the file does not say its coordinate system; its numbers were read as longitude and latitude (WGS 84)."),
    N_("Add the .prj file, or name the system in a mapping: crs under [layer]."), reading=True,
)  # fmt: skip

CRS_WRONG = Rule(
    "crs_wrong", Severity.ERROR, N_("the coordinates do not fit the coordinate system {value}{suggestion}."),
    N_("Name the right system in a mapping: crs under [layer]."),
)  # fmt: skip

CRS_UNKNOWN = Rule(
    "crs_unknown", Severity.ERROR, N_("the coordinate system {value} is not known."),
    N_("Write its code, such as EPSG:26191."),
)  # fmt: skip

COORDINATES_SWAPPED = Rule(
    "coordinates_swapped", Severity.ERROR,
    N_("longitude and latitude look exchanged: read the other way round, {value} lies in {place}."),
    N_("Exchange them in the file, or say swapped = true under [layer] in a mapping."),
)  # fmt: skip

COORDINATES_EXCHANGED = Rule(
    "coordinates_exchanged", Severity.WARNING, N_("longitude and latitude were exchanged, as the mapping says."),
    N_("Look at the map once."), reading=True,
)  # fmt: skip

LAYER_ELSEWHERE = Rule(
    "layer_elsewhere", Severity.ERROR, N_("the layer does not lie in {place}: its middle is {found} km away."),
    N_("Check the coordinate system, and which city the mapping names."),
)  # fmt: skip

FEATURE_ELSEWHERE = Rule(
    "feature_elsewhere", Severity.ERROR, N_("{value} does not lie in {place}: it is {found} km away."),
    N_("Check its coordinates, or take the feature out."),
)  # fmt: skip

CITY_NEEDED = Rule(
    "city_needed", Severity.ERROR, N_("the file does not say which city it is about."),
    N_("Name the city in a mapping: city under [layer], and country if it is new."),
)  # fmt: skip

CITY_TAKEN = Rule(
    "city_taken", Severity.WARNING, N_("the features lie in {place} and were read as its parts."),
    N_("Name another city in a mapping."), reading=True,
)  # fmt: skip

CITY_NEW = Rule(
    "city_new", Severity.WARNING, N_("{value} is not a known place: it becomes a new city."),
    N_("Correct the name if it is a known one; accepting the file adds it."),
)  # fmt: skip

NAMES_KNOWN = Rule(
    "names_known", Severity.WARNING, N_("{column} was read as the names: {count} of {total} are known places."),
    N_("Name another column in a mapping: place under [columns]."), reading=True,
)  # fmt: skip

NAMES_NEW = Rule(
    "names_new", Severity.WARNING, N_("{column} was read as the names: its text differs from feature to feature."),
    N_("Name another column in a mapping: place under [columns]."), reading=True,
)  # fmt: skip

NAMES_NEEDED = Rule(
    "names_needed", Severity.ERROR, N_("no column names the features; found {found}."),
    N_("Name the column in a mapping: place under [columns]."),
)  # fmt: skip

NAMES_TWICE = Rule(
    "names_twice", Severity.ERROR, N_("{count} features are called {value}."),
    N_("Join the parts of one place into one feature, or name them apart."),
)  # fmt: skip

NAME_BLANK = Rule(
    "name_blank", Severity.ERROR, N_("the feature has no name."), N_("Name it: an outline of nothing is not shown.")
)

VALUES_READ = Rule(
    "values_read", Severity.WARNING, N_("{column} was read as figures of {value}."),
    N_("Name another indicator in a mapping: [indicators]."), reading=True,
)  # fmt: skip

VALUES_UNREAD = Rule(
    "values_unread", Severity.WARNING, N_("{column} holds numbers that were not read as figures{suggestion}."),
    N_("Name its indicator in a mapping, under [indicators]."),
)  # fmt: skip

PLACE_OFFERED = Rule(
    "place_offered", Severity.WARNING, N_("{value} is not a known place: it becomes a new part of {place}."),
    N_("Correct the name if it is a known one; accepting the file adds it."),
)  # fmt: skip

OUTLINE_DIFFERS = Rule(
    "outline_differs", Severity.WARNING,
    N_("the outline of {value} shares {read} % of its ground with the one shown here."),
    N_("Check that the figures are of the same territory; the outline shown stays."),
)  # fmt: skip

POINT_OUTSIDE = Rule(
    "point_outside", Severity.WARNING, N_("the point {value} lies in no part of the city that is known here."),
    N_("It is left out."),
)  # fmt: skip

POINTS_JOINED = Rule(
    "points_joined", Severity.WARNING,
    N_("points were joined to the part of the city they lie in and made into one figure each: {value}."),
    N_("The note of each figure says the rule and the number of points."), reading=True,
)  # fmt: skip

RULE_NEEDED = Rule(
    "rule_needed", Severity.ERROR, N_("several points of one part of the city need a rule: {allowed}."),
    N_("Say it in a mapping: rule under [layer]."),
)  # fmt: skip

NO_PARTS = Rule(
    "no_parts", Severity.ERROR, N_("no outlines are here of parts of the city around the points."),
    N_("Add the outlines of its parts first."),
)  # fmt: skip
