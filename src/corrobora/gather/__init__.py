"""The world as captures: what arrives before anything is read."""
