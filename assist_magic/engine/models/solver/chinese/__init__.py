"""Questions in Chinese, read as English ones, and answers in English, told in Chinese."""
