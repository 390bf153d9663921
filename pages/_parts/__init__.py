"""Streamlit pages: one screen per file, thin."""
