"""What a figure is: vocabularies, the catalogue, places, sources, targets, peer sets, observations, units."""
