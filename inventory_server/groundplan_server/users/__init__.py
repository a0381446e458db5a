"""People and programs that use Groundplan, and what they may do."""
