"""The same of the reports."""

OF_FIGURES: dict[str, tuple[str, str]] = {
    "day_balance": ("see totals", ""),
    "day_balance_table": ("see totals", ""),
    "minutes": ("see totals", ""),
    "minutes_table": ("see totals", ""),
    "in_time": ("see totals", ""),
    "in_time_table": ("see totals", ""),
    "first_time": ("see totals", ""),
    "first_time_table": ("see totals", ""),
    "second_line": ("see totals", ""),
    "second_line_table": ("see totals", ""),
    "own_channel": ("see totals", ""),
    "own_channel_table": ("see totals", ""),
}
