"""The HTTP dialect: NetBox's, with what it lacks."""
