"""The teacher service: intake -> queue -> teaching -> lessons -> exemplars; routes in app.py, the wire in docs/learning-protocol.md."""
