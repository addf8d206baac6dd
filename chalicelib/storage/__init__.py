"""What DynamoDB and S3 hold, read and written by entity. Only this package knows pynamodb."""
