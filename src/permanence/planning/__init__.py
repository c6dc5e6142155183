"""How many people a day takes: formulas, forecasts, requirements. Reads; changes nothing."""
