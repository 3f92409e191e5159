"""What each part of a deployment costs where many processes serve one meeting: measured apart, on real ones."""
