hello = Hoi
