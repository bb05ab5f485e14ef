"""The reading edge: bytes of any kind into sheets of text, numbers and years as people type them."""
