"""`python -m speechcls`: hands over to cli."""

from speechcls.cli import main

if __name__ == "__main__":
    main()
