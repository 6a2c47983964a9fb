"""Teachers: who answers what the student could not. One protocol (answer.py); dom, vlm and person behind it."""
