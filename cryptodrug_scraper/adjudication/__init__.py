"""How often the program errs: samples of what it tells, judged blindly by two people, and the error rates of them."""
