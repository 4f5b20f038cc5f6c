"""Sign-in: who has signed in, who may create, and the way there and back."""
