"""Python's own error comes through. It shows the cell, but neither its row nor its column."""

FAILS = ("test_tabular_errors",)
SEE = "Errors that help"


class TabularDataset(Dataset):
    def __init__(self, csv_file, features, target):
        with open(csv_file, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        for column in (*features, target):
            if column not in reader.fieldnames:
                raise KeyError(f"there is no column {column!r}")
        self.x = torch.tensor([[float(rows[i][column]) for column in features] for i in range(len(rows))])
        self.y = torch.tensor([int(rows[i][target]) for i in range(len(rows))])

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]
