"""What a fact is, and how Neo4j keeps it."""
