"""How fast and how dear the dashboard is, beside a plain page and Streamlit's own floor.

``python -m tests.benchmarks`` on a machine that does nothing else; see the README.
"""
