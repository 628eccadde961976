"""What we claim, reproducible: each figure beside the bare thing, measured in the same run."""
