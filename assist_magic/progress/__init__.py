"""What a run has brought so far: the objects of the wire read into Reply snapshots."""
