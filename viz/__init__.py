"""From rows to pictures: views, layout, templates and the files that the browser runs."""
