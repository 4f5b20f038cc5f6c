"""What is under way: started, watched, told of, and taken up again."""
