"""The door for assistants: tools that answer from the data set in words and in records (Model Context Protocol).

No answer holds a figure without its source, year, perimeter and verdict. Nothing is forecast: what publishers projected
is handed on as such. A comparison that may not be made is refused with its reason.
"""
