"""What the office may tune. The terms can be changed while the platform runs."""

VAT_PERCENT = 20
PAYMENT_DAYS = 14
REMINDER_FEE_CENTS = 500
CURRENCY = "EUR"
