"""Find how many readings hang together: no network, no SQL, no clock."""
