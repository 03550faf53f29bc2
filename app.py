"""Open the page in the browser; also the entry that a hosted Space runs."""

from speechcls.ui.serve import main

if __name__ == "__main__":
    main()
