"""What a speaker brings to the room: sessions of slides, the programme that they stand in, and the check before."""
