"""What can be typed after `groundplan`, a module for each subject. Nothing heavy is imported before it is needed."""
