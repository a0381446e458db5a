"""What users add to every other model: tags, fields, contexts, templates, notes."""
