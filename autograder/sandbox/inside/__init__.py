"""What runs in the box, beside the student's code. It knows nothing of any exercise, and nobody trusts it."""
