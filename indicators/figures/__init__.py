"""Pure figure builders: frames, texts and a verdict in, a Plotly figure out.

A builder draws what it is given. It reads no file, keeps no state and knows no
screen; every visible text comes in already written in the reader's language.
"""
