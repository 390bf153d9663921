"""What people must be told: outbox rows written in the same transaction as the fact, shown in the app's bell."""
