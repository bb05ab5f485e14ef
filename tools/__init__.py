"""Programs for those who maintain the project's own tables; the application needs none of them."""
