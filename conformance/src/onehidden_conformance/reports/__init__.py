"""A run as data, and the views of it: terminal, HTML, Markdown, JUnit, badge."""
