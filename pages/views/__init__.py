"""The pages: one module each, which reads the controls, calls indicators, and draws."""
