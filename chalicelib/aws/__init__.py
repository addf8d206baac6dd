"""AWS for every noun: clients, tables, rows, transactions, keys and encryption. The only importer of boto3."""
