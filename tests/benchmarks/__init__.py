"""What the server reaches, measured: `python -m tests.benchmarks` prints a table and writes bench.json."""
